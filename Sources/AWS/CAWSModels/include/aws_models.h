#ifndef RECONCILE_AWS_MODELS_H
#define RECONCILE_AWS_MODELS_H
#include <stddef.h>
#include "digest.h"

/// A file of data/ as it lies in the program; the bytes are not terminated.
struct aws_model_file {
    const char *name;
    const unsigned char *bytes;
    size_t size;
};

extern const struct aws_model_file aws_model_files[];
extern const size_t aws_model_file_count;

/// The files by their place; they are sorted by name.
static inline const struct aws_model_file *aws_model_file_at(size_t index) { return &aws_model_files[index]; }
#endif
