/** The schedule {@code cyclic}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.schedule.cyclic;

import org.osgi.annotation.versioning.Version;
