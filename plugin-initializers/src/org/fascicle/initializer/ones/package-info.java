/** The initializer {@code ones}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.initializer.ones;

import org.osgi.annotation.versioning.Version;
