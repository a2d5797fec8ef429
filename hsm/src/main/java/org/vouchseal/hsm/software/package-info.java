/** The software token: a key store file, encrypted under a secret that has no default. */
@NullMarked
package org.vouchseal.hsm.software;

import org.jspecify.annotations.NullMarked;
