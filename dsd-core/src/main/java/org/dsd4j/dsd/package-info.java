@NullMarked
package org.dsd4j.dsd;

import org.jspecify.annotations.NullMarked;
