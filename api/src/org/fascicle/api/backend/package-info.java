/** The contract of backends. */
@Version("0.3.0")
package org.fascicle.api.backend;

import org.osgi.annotation.versioning.Version;
