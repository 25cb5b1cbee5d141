@NullMarked
package org.dsd4j.data;

import org.jspecify.annotations.NullMarked;
