@NullMarked
package org.dsd4j.prune;

import org.jspecify.annotations.NullMarked;
