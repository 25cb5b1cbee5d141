@NullMarked
package org.dsd4j.nn.layer;

import org.jspecify.annotations.NullMarked;
