/** Random numbers of layers; each bundle of a layer that draws some holds a copy. */
@NullMarked
package org.fascicle.layer.noise;

import org.jspecify.annotations.NullMarked;
