/** Archives of Keras 3: a network as JSON, weights as HDF5. */
@NullMarked
package org.fascicle.format.keras;

import org.jspecify.annotations.NullMarked;
