terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "5.100.0" }
  }
}
provider "aws" {
  region = "ap-south-1"
  default_tags { tags = { stack = "suite" } }
}
resource "aws_vpc" "main" {
  cidr_block           = "10.9.0.0/16"
  enable_dns_hostnames = true
  tags                 = { Name = "suite" }
}
resource "aws_internet_gateway" "main" { vpc_id = aws_vpc.main.id }
resource "aws_subnet" "database" {
  for_each          = { "ap-south-1a" = "10.9.0.0/20", "ap-south-1b" = "10.9.16.0/20" }
  vpc_id            = aws_vpc.main.id
  availability_zone = each.key
  cidr_block        = each.value
}
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_route_table_association" "public" {
  for_each       = aws_subnet.database
  subnet_id      = each.value.id
  route_table_id = aws_route_table.public.id
}
resource "aws_security_group" "database" {
  name   = "suite-database"
  vpc_id = aws_vpc.main.id
}
resource "aws_vpc_security_group_ingress_rule" "database" {
  security_group_id = aws_security_group.database.id
  cidr_ipv4         = "10.9.0.0/16"
  ip_protocol       = "tcp"
  from_port         = 5432
  to_port           = 5432
}
resource "aws_db_subnet_group" "main" {
  name       = "suite"
  subnet_ids = [for one in aws_subnet.database : one.id]
}
resource "aws_db_parameter_group" "main" {
  name   = "suite"
  family = "postgres17"
  parameter {
    name         = "rds.force_ssl"
    value        = "1"
    apply_method = "immediate"
  }
}
resource "aws_db_instance" "main" {
  identifier                = "suite"
  engine                    = "postgres"
  engine_version            = "17"
  instance_class            = "db.t4g.medium"
  allocated_storage         = 20
  storage_encrypted         = true
  multi_az                  = true
  username                  = "suite"
  password                  = "not-a-secret-of-anybody"
  db_subnet_group_name      = aws_db_subnet_group.main.name
  parameter_group_name      = aws_db_parameter_group.main.name
  vpc_security_group_ids    = [aws_security_group.database.id]
  skip_final_snapshot       = true
}
output "endpoint" { value = aws_db_instance.main.endpoint }
