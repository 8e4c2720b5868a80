/** Data as training, evaluation and prediction take them: opened, split, scaled, read in order. */
@NullMarked
package org.fascicle.core.data;

import org.jspecify.annotations.NullMarked;
