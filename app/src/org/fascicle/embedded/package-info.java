/** The platform in one jar, for an application that is no OSGi application: {@link org.fascicle.embedded.Platform} is the entry. */
@NullMarked
@Version("0.1.0")
package org.fascicle.embedded;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
