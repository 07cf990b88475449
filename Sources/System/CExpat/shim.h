#ifndef RECONCILE_CEXPAT_SHIM_H
#define RECONCILE_CEXPAT_SHIM_H
#include <expat.h>
#endif
