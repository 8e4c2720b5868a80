/** Random rows, to measure with. */
@Version("1.0.0")
package org.fascicle.data.random;

import org.osgi.annotation.versioning.Version;
