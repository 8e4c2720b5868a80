/** The schedule {@code step}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.schedule.step;

import org.osgi.annotation.versioning.Version;
