@NullMarked
package org.dsd4j.examples;

import org.jspecify.annotations.NullMarked;
