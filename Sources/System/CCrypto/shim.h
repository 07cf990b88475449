#ifndef RECONCILE_CCRYPTO_SHIM_H
#define RECONCILE_CCRYPTO_SHIM_H
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#endif
