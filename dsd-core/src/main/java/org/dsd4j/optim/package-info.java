@NullMarked
package org.dsd4j.optim;

import org.jspecify.annotations.NullMarked;
