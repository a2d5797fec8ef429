/**
 * The public outcome of the key ceremony as every room reads it: a folder of certificates and
 * public keys with one index file. Holds no secret.
 */
@NullMarked
package org.vouchseal.model.directory;

import org.jspecify.annotations.NullMarked;
