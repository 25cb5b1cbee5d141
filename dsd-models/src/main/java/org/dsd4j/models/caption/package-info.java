/** Networks that describe pictures in words. */
@NullMarked
package org.dsd4j.models.caption;

import org.jspecify.annotations.NullMarked;
