### 所有人都会看到的话。一行里的变量为空时，整行不显示（见 bot/texts.py）。

plain = { $words }
again =
    { $reason }
    { $question }
# $month $day $weekday（一…日）$clock（17:30）
moment = { $month }月{ $day }日（周{ $weekday }）{ $clock }
moment-open = 另行通知
due-provisional = { $moment }（暂定）
nobody-yet = 社区工作人员
a-neighbour = 一位邻居
a-photo = 一张照片
not-yet = 还没有登记

## 工单的样子

status-pending = 待派单
status-assigned = 待签收
status-working = 办理中
status-waiting = 等待补充
status-parked = 挂账
status-resolved = 已办结，待确认
status-reviewing = 待审核
status-checking = 社区核实中
status-open = 等待认领
status-claimed = 已被认领
status-fulfilled = 已送达，待确认
status-declined = 未通过核实
status-closed = 已结案
status-withdrawn = 已撤回
status-merged = 已并单

urgency-critical = 特急
urgency-urgent = 紧急
urgency-normal = 一般
urgency-hard = 疑难
urgency-clock = { $urgency }·{ $clock }
legal-term = { $says }（{ $law }）

danger-gas = 燃气泄漏
danger-fire = 火情
danger-lift = 电梯困人
danger-drowning = 溺水
danger-suicide = 轻生险情
danger-shock = 触电
danger-violence = 暴力伤人
danger-domestic = 家庭暴力
danger-medical = 急病受伤
danger-traffic = 交通事故
danger-fraud = 诈骗
danger-flood = 水淹险情
danger-missing = 有人走失
danger-collective = 群体性苗头

kind-complaint = 投诉
kind-help = 求助
kind-enquiry = 咨询
kind-suggestion = 建议
kind-report = 举报
kind-praise = 表扬
kind-wish = 微心愿
kind-feedback = 反馈
kind-smalltalk = 闲谈

role-worker = 网格员
role-part-time = 兼职网格员
part-timer = { $name }（兼职）
role-captain = 网格长
role-area_lead = 片长
role-desk = 受理台
role-supervisor = 督办
role-building_head = 楼长
role-mediator = 调解员
role-volunteer = 志愿者
role-officer = 经办人
role-unit_desk = 单位受理台
role-command = 指挥中心

did-file = 登记
did-assign = 派单
did-accept = 签收
did-ask = 询问居民
did-answer = 居民答复
did-go_on = 居民一直没答复，继续办理
did-progress = 有进展
did-return = 退单
did-resolve = 办结
did-retract = 撤回办结
did-confirm = 居民确认已解决
did-refute = 居民说没解决
did-rate = 居民评价
did-contact = 居民说有没有人联系
did-close = 未收到评价，结案
did-reopen = 重新办理
did-urge = 催办
did-add = 居民补充
did-withdraw = 居民撤回
did-escalate = 提醒上级
did-to_person = 没答到，转工作人员答复
did-handover = 居民请求人工
did-extend = 申请延期
did-park = 申请挂账
did-grant = 同意申请
did-refuse = 不同意申请
did-resume = 恢复办理
did-rank = 调整缓急
did-recount = 重算期限
did-check = 核实通过
did-decline = 核实未通过
did-claim = 志愿者认领
did-release = 退回心愿墙
did-fulfil = 圆梦
did-join = 又有居民遇到
did-leave = 居民不再跟进
did-agree = 同感居民说已解决
did-merge = 并单
did-split = 取消并单
did-submit = 送审
did-approve = 审核通过
did-send_back = 审核退回
did-dispatch = 指挥中心派单
did-assist = 协办
did-whistle = 吹哨
did-transfer = 交接
did-receive = 险情通知已收到
# $at（11-21 08:30）$what
step = { $at } { $what }
step-note = { $at } { $what }：{ $note }

## 按钮

do-open = 看进度
do-accept = 签收
do-progress = 报进展
do-resolve = 办结
do-retract = 撤回办结
do-ask = 问居民
do-return = 退单
do-more = 更多
do-extend = 申请延期
do-park = 申请挂账
do-resume = 恢复办理
do-grant = 同意
do-refuse = 不同意
do-rank = 调整缓急
do-storm-end = 结束应急模式
do-reply = 回答
do-solved = 解决了
do-unsolved = 没解决
do-to_person = 没解决，转工作人员
do-reopen = 没解决，重新办
do-add = 补充
do-urge = 催一下
do-withdraw = 撤回
do-assign = 转派
do-check = 核实通过
do-decline = 不通过
do-claim = 我来认领
do-fulfil = 已送达
do-release = 退回心愿墙
do-menu = 菜单
do-mine = 我的工单
do-home = 设置住址
do-report = 报一件事
do-wish = 许个微心愿
do-wall = 看心愿墙
do-volunteer = 我想帮忙
do-person = 找工作人员
do-person-new = 说别的事
do-todo = 待办
do-patrol = 报单
do-digest = 日报
do-late = 看超时的
do-live = 看全部在办
do-wish-received = 收到了
do-wish-missing = 还没收到

## 任何时候

menu =
    您好，我是「回应」，事事有回应。
    直接说您遇到的事就行，比如：我们楼下路灯坏了三天。邻里有矛盾，说「我要调解」。
    也可以说：心愿墙、圆梦榜、公示栏。
    { $group }
menu-staff =
    直接说看到的问题就能报单，也可以点下面的按钮。
    { $group }
menu-words-supervisor =
    也可以说：月报、超时、堵点、热点、待派、公示、调解、台账、专项、应急模式、交接。
    也可以直接问：谁还没签收、哪些超时了、还有多少没办。
    { $group }
menu-words-desk =
    也可以说：月报、公示、走访、台账、专项、调解、应急模式、请假。
    也可以直接问：谁还没签收、哪些超时了、还有多少没办。
    { $group }
menu-words-captain =
    也可以说：日报、月报、公示、走访、台账、专项、请假。
    也可以直接问：谁还没签收、哪些超时了、还有多少没办。
    { $group }
menu-words-worker =
    也可以说：全部签收、撤回办结、急件、走访、我的走访、投递箱、请假、销假。
    { $group }
menu-words-command =
    也可以说：网页待派、急件、投递箱、请假、销假。
    { $group }
menu-words-unit =
    也可以说：全部签收、撤回办结、急件、请假、销假。
    { $group }
menu-words-volunteer =
    也可以说：我的认领、背景核查。
    { $group }
greeting =
    您好！有什么事直接说就行，一句话、一张照片都可以。
you-are-welcome = 不客气，有事随时说。
cancelled = 好的，先不说这个。有事随时说。
back-to-draft = 我们接着刚才那件事：
stale-button = 这个按钮已经用过了，我们接着刚才的说。
stale-button-menu = 这个按钮已经用过了。点下面看现在的情况，或直接说事。
not-possible-now = 这张工单已经有了变化，现在不能这样办。请打开看看最新情况。
no-such-ticket = 没有找到这张工单，或者它不是您的。
sorry-kept = 对不起，我这边出了点问题。您说的话已经记下，工作人员会看到。着急的话请点「找工作人员」。
group-danger =
    ⚠️ { $safety }
    📞 { $numbers }
    也请点我的头像私聊我，说在哪里，马上通知值班人员。
group-private = 为了保护隐私，请点我的头像私聊我，把事情说一下，马上给您登记。
glad-to-hear = 太好了！有事随时说。

numbers-only = 只看到一串数字。查工单请发完整单号，比如 261123-0001；报事请说一句是什么事。
unclear-pick = 没看明白，请点按钮，或回复前面的数字。
unclear-what = 请用一句话说说是什么事。
unclear-where = 没找到这个地方，换个说法试试。
unclear-where-no-place = 知道了，还差一个地点。
unclear-number = 请告诉我几栋（或几号），比如：3栋。
unclear-point = 这个位置不在我们的辖区里。请写小区名或路名。
unclear-note = 请写几个字。
unclear-photo = 请发一张照片，或点「没有照片」。
unclear-confirm = 请回复 1 确认，或 2 修改。
unclear-live = 记下了。
unclear-live-no = 好的，现在没有发生。那是以前发生的，还是担心会发生？
got-media = 照片收到了。
got-voice = 语音收到了，工作人员能听到；我还听不懂，麻烦写几个字。
got-point = 位置收到了。
got-words = 补充的话记下了。
got-edit = 改好了。
left-out = 这句像是随口问的，先没写进去。要写进去，点「把那句写进去」。
confirm-include = 把那句写进去
