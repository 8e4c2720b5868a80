/** Follows what models need, and says when all of it is there: a Condition for each that somebody asked for. */
@NullMarked
package org.fascicle.core.readiness;

import org.jspecify.annotations.NullMarked;
