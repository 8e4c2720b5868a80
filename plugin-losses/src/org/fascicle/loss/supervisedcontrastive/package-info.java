/** The loss {@code supervised_contrastive}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.loss.supervisedcontrastive;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
