@NullMarked
package org.dsd4j.internal;

import org.jspecify.annotations.NullMarked;
