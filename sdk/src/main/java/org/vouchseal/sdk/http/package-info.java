/**
 * HTTP to the registration authority (REST) and to the CA (CMP). Plain http is refused unless the
 * server is this machine; redirects are never followed; answers are limited in size.
 */
@NullMarked
package org.vouchseal.sdk.http;

import org.jspecify.annotations.NullMarked;
