@NullMarked
package org.dsd4j.schedule;

import org.jspecify.annotations.NullMarked;
