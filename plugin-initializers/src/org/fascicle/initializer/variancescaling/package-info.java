/** The initializer {@code variance_scaling}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.initializer.variancescaling;

import org.osgi.annotation.versioning.Version;
