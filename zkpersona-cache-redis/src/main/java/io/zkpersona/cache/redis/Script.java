package io.zkpersona.cache.redis;

/**
 * The scripts that run on the server, each as one step. They name all keys themselves, since most
 * follow from values: hence one server and no cluster.
 *
 * <p>{@code e:KIND} is the epoch of a kind, a random text: a new one makes all values of the kind
 * unreachable. {@code v:KIND:EPOCH:USER} is a hash with the lease {@code g} and, once it was
 * filled, the value {@code v} and its version {@code n}; or the value {@code s}, which a caller got
 * whose lease had ended, so that a slower one stores no older value. A lease lives and dies with
 * the hash, so the server may evict any key at any time. {@code m:KIND} and {@code m:KIND:USER} are
 * the marks: writers by the time at which their mark ends. {@code a:KIND:HASH} is an alias.
 */
enum Script {
  /** ARGV: space, kind, user, epoch if there is none, lease if there is none, lease's life. */
  GET(
      """
      local space, kind, user = ARGV[1], ARGV[2], ARGV[3]
      """
          + Parts.LOOKUP
          + """
          return lookup(space, kind, user, ARGV[4], ARGV[5], ARGV[6])
          """),
  /** ARGV: space, kind, hash, epoch, lease, lease's life. */
  GET_BY_ALIAS(
      """
      local space, kind = ARGV[1], ARGV[2]
      """
          + Parts.LOOKUP
          + """
          local user = redis.call('GET', space .. 'a:' .. kind .. ':' .. ARGV[3])
          if not user then return {'N'} end
          local found = lookup(space, kind, user, ARGV[4], ARGV[5], ARGV[6])
          found[#found + 1] = user
          return found
          """),
  /**
   * ARGV: space, kind, user, epoch of the lease, lease, version, end of life in milliseconds of the
   * server's clock, value. A late command thus makes no value live longer. A value whose lease has
   * ended is not stored, but compared with those that are put under the present lease.
   */
  PUT(
      """
      local space, kind, user = ARGV[1], ARGV[2], ARGV[3]
      local epoch = redis.call('GET', space .. 'e:' .. kind)
      if not epoch then return 0 end
      local key = space .. 'v:' .. kind .. ':' .. epoch .. ':' .. user
      local lease = redis.call('HGET', key, 'g')
      if not lease then return 0 end
      local stored = redis.call('HGET', key, 'v')
      local known = stored or redis.call('HGET', key, 's')
      if known then
        local newest, version = tonumber(redis.call('HGET', key, 'n')), tonumber(ARGV[6])
        if version < newest then return 0 end
        if version == newest and known ~= ARGV[8] then
          redis.call('DEL', key)
          return 0
        end
      end
      if epoch ~= ARGV[4] or lease ~= ARGV[5] then
        if stored ~= ARGV[8] then
          redis.call('HDEL', key, 'v')
          redis.call('HSET', key, 's', ARGV[8], 'n', ARGV[6])
        end
        return 0
      end
      redis.call('HDEL', key, 's')
      redis.call('HSET', key, 'v', ARGV[8], 'n', ARGV[6])
      return redis.call('PEXPIREAT', key, ARGV[7])
      """),
  /**
   * Drops values, and marks them or ends marks. ARGV: space, channel, message, what (mark, unmark
   * or drop), writer, life of marks, new epoch, then kind and user (empty for all) of each.
   */
  DROP(
      """
      local space, what, writer = ARGV[1], ARGV[4], ARGV[5]
      for i = 8, #ARGV, 2 do
        local kind, user = ARGV[i], ARGV[i + 1]
        local marks = space .. 'm:' .. kind
        if user == '' then
          redis.call('SET', space .. 'e:' .. kind, ARGV[7], 'PX', 2592000000)
        else
          marks = marks .. ':' .. user
          local epoch = redis.call('GET', space .. 'e:' .. kind)
          if epoch then redis.call('DEL', space .. 'v:' .. kind .. ':' .. epoch .. ':' .. user) end
        end
        if what == 'mark' then
          local time = redis.call('TIME')
          local now = time[1] * 1000 + math.floor(time[2] / 1000)
          redis.call('ZADD', marks, now + tonumber(ARGV[6]), writer)
          if redis.call('PTTL', marks) < tonumber(ARGV[6]) then
            redis.call('PEXPIRE', marks, ARGV[6])
          end
        elseif what == 'unmark' then
          redis.call('ZREM', marks, writer)
        end
      end
      redis.call('PUBLISH', ARGV[2], ARGV[3])
      return 1
      """);

  private final String text;

  Script(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** The functions that several scripts use. */
  private static final class Parts {

    private static final String LOOKUP =
        """
        local function now()
          local time = redis.call('TIME')
          return string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))
        end
        local function marked(key)
          if redis.call('EXISTS', key) == 0 then return false end
          redis.call('ZREMRANGEBYSCORE', key, '-inf', now())
          return redis.call('EXISTS', key) == 1
        end
        local function lookup(space, kind, user, freshEpoch, freshLease, life)
          if marked(space .. 'm:' .. kind) or marked(space .. 'm:' .. kind .. ':' .. user) then
            return {'W'}
          end
          local epoch = redis.call('GET', space .. 'e:' .. kind)
          if not epoch then
            epoch = freshEpoch
            redis.call('SET', space .. 'e:' .. kind, epoch, 'PX', 2592000000)
          end
          local key = space .. 'v:' .. kind .. ':' .. epoch .. ':' .. user
          local value = redis.call('HGET', key, 'v')
          if value then return {'F', value, redis.call('PTTL', key)} end
          local lease = redis.call('HGET', key, 'g')
          if not lease then
            lease = freshLease
            redis.call('HSET', key, 'g', lease)
          end
          redis.call('PEXPIRE', key, life)
          return {'M', epoch .. '/' .. lease .. '/' .. now()}
        end
        """;
  }
}
