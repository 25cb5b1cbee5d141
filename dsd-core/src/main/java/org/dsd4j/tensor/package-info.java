@NullMarked
package org.dsd4j.tensor;

import org.jspecify.annotations.NullMarked;
