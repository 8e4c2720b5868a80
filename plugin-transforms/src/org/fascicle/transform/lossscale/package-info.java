/** The update transform {@code loss_scale}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.transform.lossscale;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
