/** The layer {@code spatial_dropout}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.layer.spatialdropout;

import org.osgi.annotation.versioning.Version;
