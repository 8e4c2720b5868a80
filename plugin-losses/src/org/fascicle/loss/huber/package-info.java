/** The loss {@code huber}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.loss.huber;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
