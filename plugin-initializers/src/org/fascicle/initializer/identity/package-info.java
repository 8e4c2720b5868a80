/** The initializer {@code identity}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.initializer.identity;

import org.osgi.annotation.versioning.Version;
