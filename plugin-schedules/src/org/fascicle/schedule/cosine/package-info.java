/** The schedule {@code cosine}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.schedule.cosine;

import org.osgi.annotation.versioning.Version;
