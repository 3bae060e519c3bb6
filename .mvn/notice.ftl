<#-- META-INF/NOTICE of a runnable jar, by the licenses of all that it carries; see license-maven-plugin. -->
<#assign carriesRedis = false>
Redis Lock Lab
Under the Apache License 2.0, which is in META-INF/LICENSE.

This jar carries what others have made. Their licences, and the notices that they ask to be passed on, are in
META-INF/licenses; where there is none for a library, its licence is the one above.
<#list licenseMap as entry>
<#if entry.getValue()?size gt 0>

${entry.getKey()}
<#list entry.getValue() as library>
<#if library.artifactId == "embedded-redis"><#assign carriesRedis = true></#if>
  ${library.name} ${library.version} (${library.groupId}:${library.artifactId})
</#list>
</#if>
</#list>
<#if carriesRedis>

Redis, as programs that embedded-redis brings along and that run as processes of their own:

BSD-3-Clause
  Redis 6.2, Copyright (c) 2006-2020, Salvatore Sanfilippo (licenses/redis/COPYING)
    redis-server-6.2.6-v5-linux-amd64
    redis-server-6.2.6-v5-darwin-amd64
    redis-server-6.2.6-v5-darwin-arm64
    redis-server-6.2.7-linux-386
    redis-server-6.2.7-linux-arm64
  Redis 5.0 for Windows, Copyright (c) 2006-2020, Salvatore Sanfilippo, Microsoft Open Technologies, Inc., Tomasz
  Poradowski (licenses/redis/windows.txt)
    redis-server-5.0.14.1-windows-amd64.exe
  hiredis, in all of them (licenses/redis/hiredis.txt)

BSD-2-Clause
  jemalloc, in most of them (licenses/redis/jemalloc.txt)
  linenoise and parts of Redis that have terms of their own (licenses/redis/sources.txt)
  HdrHistogram_c, in all of 6.2 (licenses/redis/hdr_histogram.txt)

MIT
  Lua, in all of them (licenses/redis/lua.txt)
  musl, in redis-server-6.2.7-linux-386 and redis-server-6.2.7-linux-arm64 (licenses/redis/musl.txt)

OpenSSL and SSLeay
  OpenSSL 1.1.1, in redis-server-6.2.7-linux-386 and redis-server-6.2.7-linux-arm64 (licenses/redis/openssl.txt)
  This product includes software developed by the OpenSSL Project for use in the OpenSSL Toolkit
  (http://www.openssl.org/). This product includes cryptographic software written by Eric Young (eay@cryptsoft.com).
</#if>
