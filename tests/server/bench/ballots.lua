-- For wrk: each request puts a ballot of its own. Arguments: a number that no other run has, the
-- number of answers, and the policy's id, revision and points.
local threads = 0
function setup(thread)
  thread:set("own", threads)
  threads = threads + 1
end

local stances = {"agree", "disagree", "unsure"}
local bodies = {}
local run_number
local sent = 0

function init(args)
  run_number = tonumber(args[1])
  local answers = tonumber(args[2])
  math.randomseed(run_number * 64 + own)
  for i = 1, 64 do
    local list = {}
    for point = 1, answers do
      list[point] = string.format('"%s":"%s"', args[4 + point], stances[math.random(3)])
    end
    bodies[i] = string.format(
      '{"policy":"%s","revision":"%s","consent":true,"answers":{%s}}', args[3], args[4],
      table.concat(list, ","))
  end
  wrk.method = "PUT"
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  sent = sent + 1
  local path = string.format("/api/v1/ballots/%08x%08x%08x%08x", math.random(0x7fffffff), run_number,
    own, sent)
  return wrk.format(nil, path, nil, bodies[sent % 64 + 1])
end
