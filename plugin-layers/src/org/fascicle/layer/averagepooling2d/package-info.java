/** The layer {@code average_pooling_2d}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.layer.averagepooling2d;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
