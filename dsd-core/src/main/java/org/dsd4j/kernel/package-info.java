@NullMarked
package org.dsd4j.kernel;

import org.jspecify.annotations.NullMarked;
