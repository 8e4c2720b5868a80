/** Its name is not in snake case. */
@Version("1.0.0")
package com.example.activation.capitals;

import org.osgi.annotation.versioning.Version;
