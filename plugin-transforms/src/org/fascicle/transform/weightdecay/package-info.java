/** The update transform {@code weight_decay}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.transform.weightdecay;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
