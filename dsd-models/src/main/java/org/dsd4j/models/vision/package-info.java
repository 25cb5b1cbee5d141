@NullMarked
package org.dsd4j.models.vision;

import org.jspecify.annotations.NullMarked;
