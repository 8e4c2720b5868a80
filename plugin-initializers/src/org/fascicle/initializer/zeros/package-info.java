/** The initializer {@code zeros}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.initializer.zeros;

import org.osgi.annotation.versioning.Version;
