@NullMarked
package org.dsd4j.metric;

import org.jspecify.annotations.NullMarked;
