@NullMarked
package org.dsd4j.kernel.nd4j;

import org.jspecify.annotations.NullMarked;
