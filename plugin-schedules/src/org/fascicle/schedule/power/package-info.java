/** The schedule {@code power}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.schedule.power;

import org.osgi.annotation.versioning.Version;
