/** Paths, methods and headers; servlets without logic over plain classes that need no container. */
@NullMarked
package org.vouchseal.status.http;

import org.jspecify.annotations.NullMarked;
