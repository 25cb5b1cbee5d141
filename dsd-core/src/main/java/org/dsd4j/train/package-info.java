@NullMarked
package org.dsd4j.train;

import org.jspecify.annotations.NullMarked;
