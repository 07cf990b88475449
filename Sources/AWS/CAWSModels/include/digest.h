// Written by Tools/trim_models.py.
#ifndef RECONCILE_AWS_MODELS_DIGEST_H
#define RECONCILE_AWS_MODELS_DIGEST_H
#define AWS_MODELS_DIGEST "cdc737ee0afa1939af8ed0e4d80c51b46f9bb58ef4115ea9b356d2b082a00df1"
#define AWS_MODELS_BOTOCORE "1.44.5"
#endif
