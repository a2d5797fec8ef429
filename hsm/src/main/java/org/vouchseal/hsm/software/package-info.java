/**
 * The software token: a key store file, encrypted under a secret that has no default. Servers open
 * {@link org.vouchseal.hsm.software.SoftwareToken}, which makes no keys; only the ceremony opens
 * {@link org.vouchseal.hsm.software.SoftwareTokenAdministration}.
 */
@NullMarked
package org.vouchseal.hsm.software;

import org.jspecify.annotations.NullMarked;
