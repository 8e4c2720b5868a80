/** The initializer {@code constant}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.initializer.constant;

import org.osgi.annotation.versioning.Version;
