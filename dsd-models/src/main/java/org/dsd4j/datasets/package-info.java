@NullMarked
package org.dsd4j.datasets;

import org.jspecify.annotations.NullMarked;
