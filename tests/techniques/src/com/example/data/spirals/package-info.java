/** Two spirals, as a third party writes it. */
@Version("1.2.0")
package com.example.data.spirals;

import org.osgi.annotation.versioning.Version;
