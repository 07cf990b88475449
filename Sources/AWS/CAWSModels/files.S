// Written by Tools/trim_models.py: the files of data/, as they are, in the program.
#include "digest.h"  // so that this is assembled again when a file changes
    .section .rodata, "a", %progbits
.Lname0:
    .asciz "acm.endpoints"
.Lbegin0:
    .incbin "acm.endpoints"
.Lend0:
.Lname1:
    .asciz "acm.model"
.Lbegin1:
    .incbin "acm.model"
.Lend1:
.Lname2:
    .asciz "autoscaling.endpoints"
.Lbegin2:
    .incbin "autoscaling.endpoints"
.Lend2:
.Lname3:
    .asciz "autoscaling.model"
.Lbegin3:
    .incbin "autoscaling.model"
.Lend3:
.Lname4:
    .asciz "budgets.endpoints"
.Lbegin4:
    .incbin "budgets.endpoints"
.Lend4:
.Lname5:
    .asciz "budgets.model"
.Lbegin5:
    .incbin "budgets.model"
.Lend5:
.Lname6:
    .asciz "cloudfront.endpoints"
.Lbegin6:
    .incbin "cloudfront.endpoints"
.Lend6:
.Lname7:
    .asciz "cloudfront.model"
.Lbegin7:
    .incbin "cloudfront.model"
.Lend7:
.Lname8:
    .asciz "cloudwatch.endpoints"
.Lbegin8:
    .incbin "cloudwatch.endpoints"
.Lend8:
.Lname9:
    .asciz "cloudwatch.model"
.Lbegin9:
    .incbin "cloudwatch.model"
.Lend9:
.Lname10:
    .asciz "ec2.endpoints"
.Lbegin10:
    .incbin "ec2.endpoints"
.Lend10:
.Lname11:
    .asciz "ec2.model"
.Lbegin11:
    .incbin "ec2.model"
.Lend11:
.Lname12:
    .asciz "ecr.endpoints"
.Lbegin12:
    .incbin "ecr.endpoints"
.Lend12:
.Lname13:
    .asciz "ecr.model"
.Lbegin13:
    .incbin "ecr.model"
.Lend13:
.Lname14:
    .asciz "eks.endpoints"
.Lbegin14:
    .incbin "eks.endpoints"
.Lend14:
.Lname15:
    .asciz "eks.model"
.Lbegin15:
    .incbin "eks.model"
.Lend15:
.Lname16:
    .asciz "elasticache.endpoints"
.Lbegin16:
    .incbin "elasticache.endpoints"
.Lend16:
.Lname17:
    .asciz "elasticache.model"
.Lbegin17:
    .incbin "elasticache.model"
.Lend17:
.Lname18:
    .asciz "elbv2.endpoints"
.Lbegin18:
    .incbin "elbv2.endpoints"
.Lend18:
.Lname19:
    .asciz "elbv2.model"
.Lbegin19:
    .incbin "elbv2.model"
.Lend19:
.Lname20:
    .asciz "iam.endpoints"
.Lbegin20:
    .incbin "iam.endpoints"
.Lend20:
.Lname21:
    .asciz "iam.model"
.Lbegin21:
    .incbin "iam.model"
.Lend21:
.Lname22:
    .asciz "kms.endpoints"
.Lbegin22:
    .incbin "kms.endpoints"
.Lend22:
.Lname23:
    .asciz "kms.model"
.Lbegin23:
    .incbin "kms.model"
.Lend23:
.Lname24:
    .asciz "logs.endpoints"
.Lbegin24:
    .incbin "logs.endpoints"
.Lend24:
.Lname25:
    .asciz "logs.model"
.Lbegin25:
    .incbin "logs.model"
.Lend25:
.Lname26:
    .asciz "partitions.json"
.Lbegin26:
    .incbin "partitions.json"
.Lend26:
.Lname27:
    .asciz "pricing.endpoints"
.Lbegin27:
    .incbin "pricing.endpoints"
.Lend27:
.Lname28:
    .asciz "pricing.model"
.Lbegin28:
    .incbin "pricing.model"
.Lend28:
.Lname29:
    .asciz "rds.endpoints"
.Lbegin29:
    .incbin "rds.endpoints"
.Lend29:
.Lname30:
    .asciz "rds.model"
.Lbegin30:
    .incbin "rds.model"
.Lend30:
.Lname31:
    .asciz "resourcegroupstaggingapi.endpoints"
.Lbegin31:
    .incbin "resourcegroupstaggingapi.endpoints"
.Lend31:
.Lname32:
    .asciz "resourcegroupstaggingapi.model"
.Lbegin32:
    .incbin "resourcegroupstaggingapi.model"
.Lend32:
.Lname33:
    .asciz "route53.endpoints"
.Lbegin33:
    .incbin "route53.endpoints"
.Lend33:
.Lname34:
    .asciz "route53.model"
.Lbegin34:
    .incbin "route53.model"
.Lend34:
.Lname35:
    .asciz "s3.endpoints"
.Lbegin35:
    .incbin "s3.endpoints"
.Lend35:
.Lname36:
    .asciz "s3.model"
.Lbegin36:
    .incbin "s3.model"
.Lend36:
.Lname37:
    .asciz "secretsmanager.endpoints"
.Lbegin37:
    .incbin "secretsmanager.endpoints"
.Lend37:
.Lname38:
    .asciz "secretsmanager.model"
.Lbegin38:
    .incbin "secretsmanager.model"
.Lend38:
.Lname39:
    .asciz "service-quotas.endpoints"
.Lbegin39:
    .incbin "service-quotas.endpoints"
.Lend39:
.Lname40:
    .asciz "service-quotas.model"
.Lbegin40:
    .incbin "service-quotas.model"
.Lend40:
.Lname41:
    .asciz "sns.endpoints"
.Lbegin41:
    .incbin "sns.endpoints"
.Lend41:
.Lname42:
    .asciz "sns.model"
.Lbegin42:
    .incbin "sns.model"
.Lend42:
.Lname43:
    .asciz "ssm.endpoints"
.Lbegin43:
    .incbin "ssm.endpoints"
.Lend43:
.Lname44:
    .asciz "ssm.model"
.Lbegin44:
    .incbin "ssm.model"
.Lend44:
.Lname45:
    .asciz "sts.endpoints"
.Lbegin45:
    .incbin "sts.endpoints"
.Lend45:
.Lname46:
    .asciz "sts.model"
.Lbegin46:
    .incbin "sts.model"
.Lend46:
    .section .data.rel.ro, "aw", %progbits
    .balign 8
    .globl aws_model_files
aws_model_files:
    .quad .Lname0
    .quad .Lbegin0
    .quad .Lend0 - .Lbegin0
    .quad .Lname1
    .quad .Lbegin1
    .quad .Lend1 - .Lbegin1
    .quad .Lname2
    .quad .Lbegin2
    .quad .Lend2 - .Lbegin2
    .quad .Lname3
    .quad .Lbegin3
    .quad .Lend3 - .Lbegin3
    .quad .Lname4
    .quad .Lbegin4
    .quad .Lend4 - .Lbegin4
    .quad .Lname5
    .quad .Lbegin5
    .quad .Lend5 - .Lbegin5
    .quad .Lname6
    .quad .Lbegin6
    .quad .Lend6 - .Lbegin6
    .quad .Lname7
    .quad .Lbegin7
    .quad .Lend7 - .Lbegin7
    .quad .Lname8
    .quad .Lbegin8
    .quad .Lend8 - .Lbegin8
    .quad .Lname9
    .quad .Lbegin9
    .quad .Lend9 - .Lbegin9
    .quad .Lname10
    .quad .Lbegin10
    .quad .Lend10 - .Lbegin10
    .quad .Lname11
    .quad .Lbegin11
    .quad .Lend11 - .Lbegin11
    .quad .Lname12
    .quad .Lbegin12
    .quad .Lend12 - .Lbegin12
    .quad .Lname13
    .quad .Lbegin13
    .quad .Lend13 - .Lbegin13
    .quad .Lname14
    .quad .Lbegin14
    .quad .Lend14 - .Lbegin14
    .quad .Lname15
    .quad .Lbegin15
    .quad .Lend15 - .Lbegin15
    .quad .Lname16
    .quad .Lbegin16
    .quad .Lend16 - .Lbegin16
    .quad .Lname17
    .quad .Lbegin17
    .quad .Lend17 - .Lbegin17
    .quad .Lname18
    .quad .Lbegin18
    .quad .Lend18 - .Lbegin18
    .quad .Lname19
    .quad .Lbegin19
    .quad .Lend19 - .Lbegin19
    .quad .Lname20
    .quad .Lbegin20
    .quad .Lend20 - .Lbegin20
    .quad .Lname21
    .quad .Lbegin21
    .quad .Lend21 - .Lbegin21
    .quad .Lname22
    .quad .Lbegin22
    .quad .Lend22 - .Lbegin22
    .quad .Lname23
    .quad .Lbegin23
    .quad .Lend23 - .Lbegin23
    .quad .Lname24
    .quad .Lbegin24
    .quad .Lend24 - .Lbegin24
    .quad .Lname25
    .quad .Lbegin25
    .quad .Lend25 - .Lbegin25
    .quad .Lname26
    .quad .Lbegin26
    .quad .Lend26 - .Lbegin26
    .quad .Lname27
    .quad .Lbegin27
    .quad .Lend27 - .Lbegin27
    .quad .Lname28
    .quad .Lbegin28
    .quad .Lend28 - .Lbegin28
    .quad .Lname29
    .quad .Lbegin29
    .quad .Lend29 - .Lbegin29
    .quad .Lname30
    .quad .Lbegin30
    .quad .Lend30 - .Lbegin30
    .quad .Lname31
    .quad .Lbegin31
    .quad .Lend31 - .Lbegin31
    .quad .Lname32
    .quad .Lbegin32
    .quad .Lend32 - .Lbegin32
    .quad .Lname33
    .quad .Lbegin33
    .quad .Lend33 - .Lbegin33
    .quad .Lname34
    .quad .Lbegin34
    .quad .Lend34 - .Lbegin34
    .quad .Lname35
    .quad .Lbegin35
    .quad .Lend35 - .Lbegin35
    .quad .Lname36
    .quad .Lbegin36
    .quad .Lend36 - .Lbegin36
    .quad .Lname37
    .quad .Lbegin37
    .quad .Lend37 - .Lbegin37
    .quad .Lname38
    .quad .Lbegin38
    .quad .Lend38 - .Lbegin38
    .quad .Lname39
    .quad .Lbegin39
    .quad .Lend39 - .Lbegin39
    .quad .Lname40
    .quad .Lbegin40
    .quad .Lend40 - .Lbegin40
    .quad .Lname41
    .quad .Lbegin41
    .quad .Lend41 - .Lbegin41
    .quad .Lname42
    .quad .Lbegin42
    .quad .Lend42 - .Lbegin42
    .quad .Lname43
    .quad .Lbegin43
    .quad .Lend43 - .Lbegin43
    .quad .Lname44
    .quad .Lbegin44
    .quad .Lend44 - .Lbegin44
    .quad .Lname45
    .quad .Lbegin45
    .quad .Lend45 - .Lbegin45
    .quad .Lname46
    .quad .Lbegin46
    .quad .Lend46 - .Lbegin46
    .globl aws_model_file_count
    .balign 8
aws_model_file_count:
    .quad 47
    .section .note.GNU-stack, "", %progbits
