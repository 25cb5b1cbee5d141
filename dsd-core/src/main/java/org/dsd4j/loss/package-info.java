@NullMarked
package org.dsd4j.loss;

import org.jspecify.annotations.NullMarked;
