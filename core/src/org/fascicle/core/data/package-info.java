/** Data as training, evaluation and prediction take them: opened, split, scaled, read in order. */
package org.fascicle.core.data;
