@NullMarked
package org.dsd4j.nn;

import org.jspecify.annotations.NullMarked;
